from django.urls import path

from ideahub.pages import dev_mail

urlpatterns = [
    path("dev/mail/", dev_mail.mail_list, name="dev_mail"),
    path("dev/mail/<str:name>/", dev_mail.mail_shown, name="dev_mail_shown"),
    path("dev/mail/<str:name>/html/", dev_mail.mail_html, name="dev_mail_html"),
    path("dev/mail/<str:name>/file/<int:at>/", dev_mail.mail_file, name="dev_mail_file"),
]
