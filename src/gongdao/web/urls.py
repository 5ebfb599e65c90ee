"""Addresses of the pages. Everything about an order lies under its own path and answers a stranger with 404."""

from django.urls import path
from django.views.generic import RedirectView

from gongdao.web.views import (
    acts,
    agreement,
    bench,
    changes,
    decision,
    dispute,
    files,
    importing,
    money,
    operator,
    orders,
    people,
    record,
    settlement,
    work,
)

urlpatterns = [
    path("", orders.mine, name="orders"),
    path("orders", RedirectView.as_view(pattern_name="orders")),
    path("orders/new", agreement.new_order, name="new_order"),
    path("orders/import", importing.importing, name="import_order"),
    path("cases", orders.cases, name="cases"),
    path("operator", operator.operator, name="operator"),
    path("me", people.profile, name="profile"),
    path("orders/<str:order_id>", orders.overview, name="overview"),
    path("orders/<str:order_id>/agreement", agreement.agreement, name="agreement"),
    path("orders/<str:order_id>/agreement/edit", agreement.amend, name="amend"),
    path("orders/<str:order_id>/agreement/versions", agreement.versions, name="versions"),
    path("orders/<str:order_id>/money", money.money, name="money"),
    path("orders/<str:order_id>/work", work.work, name="work"),
    path("orders/<str:order_id>/changes", changes.changes, name="changes"),
    path("orders/<str:order_id>/dispute", dispute.dispute, name="dispute"),
    path("orders/<str:order_id>/settlement", settlement.settlement, name="settlement"),
    path("orders/<str:order_id>/bench", bench.bench, name="bench"),
    path("orders/<str:order_id>/decision", decision.decision, name="decision"),
    path("orders/<str:order_id>/record", record.record, name="record"),
    path("orders/<str:order_id>/record/export", record.export, name="export"),
    path("orders/<str:order_id>/people", people.people, name="people"),
    path("orders/<str:order_id>/news", orders.news, name="news"),
    path("orders/<str:order_id>/acts/<str:tag>", acts.act, name="act"),
    path("orders/<str:order_id>/exhibits/<int:seq>/file", files.exhibit_file, name="exhibit_file"),
    path("orders/<str:order_id>/deliveries/<int:seq>/files/<str:sha256>", files.delivered_file, name="delivered_file"),
]
