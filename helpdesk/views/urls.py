"""The operators' addresses."""

from django.urls import path

from helpdesk.views import entrance, health, inbox, people, standing, thread, verbs, why

urlpatterns = [
    path("", entrance.home, name="home"),
    path("login/", entrance.LogIn.as_view(), name="login"),
    path("logout/", entrance.log_out, name="logout"),
    path("healthz", health.healthz, name="healthz"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/status/", people.set_status, name="inbox-status"),
    path("inbox/standing/", standing.standing, name="inbox-standing"),
    path("inbox/<int:pk>/", thread.thread, name="inbox-thread"),
    path("inbox/<int:pk>/head/", thread.head, name="inbox-head"),
    path("inbox/<int:pk>/items/", thread.items, name="inbox-items"),
    path("inbox/<int:pk>/transfer/menu/", people.transfer_menu, name="inbox-transfer-menu"),
    path("inbox/<int:pk>/transfer/", verbs.transfer, name="inbox-transfer"),
    path("inbox/<int:pk>/why/", why.why, name="inbox-why"),
    path("inbox/<int:pk>/why/<int:seq>/", why.why_then, name="inbox-why-then"),
    path("inbox/<int:pk>/senior/menu/", people.senior_menu, name="inbox-senior-menu"),
    path("inbox/<int:pk>/call/", verbs.call, name="inbox-call"),
    path("inbox/<int:pk>/leave/", verbs.leave, name="inbox-leave"),
    path("inbox/<int:pk>/reply/", verbs.reply, name="inbox-reply"),
    path("inbox/<int:pk>/begin/", verbs.begin, name="inbox-begin"),
    path("inbox/<int:pk>/note/", verbs.note, name="inbox-note"),
    path("inbox/<int:pk>/take/", verbs.take, name="inbox-take"),
    path("inbox/<int:pk>/accept/", verbs.accept, name="inbox-accept"),
    path("inbox/<int:pk>/release/", verbs.release, name="inbox-release"),
    path("inbox/<int:pk>/end/", verbs.end, name="inbox-end"),
    path("inbox/<int:pk>/close/", verbs.close, name="inbox-close"),
    path("inbox/<int:pk>/reopen/", verbs.reopen, name="inbox-reopen"),
    path("inbox/<int:pk>/category/", verbs.categorise, name="inbox-category"),
    path("inbox/<int:pk>/read/", verbs.read, name="inbox-read"),
    path("inbox/<int:pk>/ban/", verbs.ban, name="inbox-ban"),
]
