from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "gongdao.ledger"
    label = "ledger"
