from django.urls import path

from submissions.views import desk_accounts, mail_address, password_reset, second_factor

app_name = "accounts"
urlpatterns = [
    path("here/", desk_accounts.here, name="here"),
    path("sign-in/", desk_accounts.SignIn.as_view(), name="sign-in"),
    path("sign-in/code/", second_factor.code, name="code"),
    path("sign-out/", desk_accounts.SignOut.as_view(), name="sign-out"),
    path("password/", desk_accounts.PasswordChange.as_view(), name="password"),
    path("mail/", mail_address.mail, name="mail"),
    path("mail/confirm/<str:token>/", mail_address.prove, name="prove-mail"),
    path("reset/", password_reset.ask, name="reset"),
    path("reset/sent/", password_reset.sent, name="reset-sent"),
    path("reset/<uidb64>/<token>/", password_reset.NewPassword.as_view(), name="new-password"),
    path("security/", second_factor.security, name="security"),
    path("security/app/", second_factor.set_up, name="set-up"),
    path("security/codes/", second_factor.new_codes, name="new-codes"),
]
