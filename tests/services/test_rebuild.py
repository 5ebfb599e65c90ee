"""Lists made anew from the record are equal to what acts made of them."""

from django.db import connection

from gongdao.cli import sample
from gongdao.cli.sample import Walk
from gongdao.services import queries
from gongdao.services.models import OrderRow, ParticipantRow
from gongdao.services.rebuild import compare, rebuild


def test_a_rebuild_gives_the_same_lists(walk: Walk) -> None:
    sample.founding(walk, "zh", 300)
    orders, people = list(OrderRow.objects.values()), list(ParticipantRow.objects.order_by("person_id").values())
    assert compare() == []
    OrderRow.objects.all().delete()
    ParticipantRow.objects.all().delete()
    assert [d.listed for d in compare()] == ["not listed"]
    assert rebuild() == 1
    assert list(OrderRow.objects.values()) == orders
    assert list(ParticipantRow.objects.order_by("person_id").values()) == people
    assert compare() == []


def test_a_list_that_was_tampered_with_is_found_and_mended(walk: Walk) -> None:
    sample.draft(walk, "en")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE order_row SET price = 1")
        cursor.execute("UPDATE participant SET rank = 2 WHERE role = 'seller'")
    assert {d.what for d in compare()} == {"price", "participants"}
    rebuild()
    assert compare() == []
    page = queries.my_orders("bob")
    assert page.orders[0].yours


def test_a_row_without_a_record_is_reported(walk: Walk) -> None:
    sample.draft(walk, "en")
    row = OrderRow.objects.get(pk=walk.order_id)
    row.pk = "nothing"
    row.save(force_insert=True)
    (difference,) = compare()
    assert (difference.order_id, difference.recorded) == ("nothing", "no record")
