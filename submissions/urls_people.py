"""People, invitations and the audit trail, under `/people/`."""

from __future__ import annotations

from django.urls import path

from submissions.views import people, people_accounts, people_changes, people_tokens

app_name = "people"

urlpatterns = [
    path("", people.people, name="people"),
    path("accounts/", people_accounts.accounts, name="accounts"),
    path("accounts/<int:account>/disable/", people_accounts.disable, name="disable"),
    path("accounts/<int:account>/enable/", people_accounts.enable, name="enable"),
    path("accounts/<int:account>/second-factor/", people_accounts.reset, name="reset"),
    path("changes/<int:change>/", people_changes.change, name="change"),
    path("audit/", people.audit, name="audit"),
    path("tokens/", people_tokens.tokens, name="tokens"),
    path("tokens/<int:token>/revoke/", people_tokens.revoke, name="revoke"),
    path("invitation/<str:secret>/", people.invitation, name="invitation"),
]
