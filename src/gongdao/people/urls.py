"""Addresses about a person himself."""

from django.urls import path

from gongdao.people import views

urlpatterns = [
    path("enter/<str:token>", views.enter, name="enter"),
    path("language", views.set_language, name="set_language"),
]
