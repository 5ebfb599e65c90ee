from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ServicesConfig(AppConfig):
    name = "gongdao.services"
    label = "services"

    def ready(self) -> None:
        from gongdao.services import rights

        # Once per migration, after the last application: every table is there by then.
        post_migrate.connect(rights.grant, sender=self, dispatch_uid="gongdao.services.rights")
