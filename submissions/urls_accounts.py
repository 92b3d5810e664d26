from django.urls import path

from submissions.views import desk_accounts

app_name = "accounts"
urlpatterns = [
    path("sign-in/", desk_accounts.SignIn.as_view(), name="sign-in"),
    path("sign-out/", desk_accounts.SignOut.as_view(), name="sign-out"),
    path("password/", desk_accounts.PasswordChange.as_view(), name="password"),
]
