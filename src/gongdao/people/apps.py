from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "gongdao.people"
    label = "people"
