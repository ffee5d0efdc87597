from django.urls import path

from accounts import views

urlpatterns = [
    path("settings", views.settings, name="settings"),
    path("settings/theme", views.theme, name="theme"),
]
