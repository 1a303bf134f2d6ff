"""Sends the mail on standard input: host port security(clear|starttls|tls) ca user sender recipient; the password comes from PASSWORD."""
import os
import smtplib
import ssl
import sys

host, port, security, ca, user, sender, recipient = sys.argv[1:8]
context = ssl.create_default_context(cafile=ca)
if security == "tls":
    client = smtplib.SMTP_SSL(host, int(port), local_hostname="client.example", context=context, timeout=30)
else:
    client = smtplib.SMTP(host, int(port), local_hostname="client.example", timeout=30)
with client:
    if security == "starttls":
        client.starttls(context=context)
    if user:
        client.login(user, os.environ["PASSWORD"])
    ascii_only = (sender + recipient).isascii()
    options = [] if ascii_only else ["SMTPUTF8", "BODY=8BITMIME"]
    client.ehlo_or_helo_if_needed()
    client.sendmail(sender, [recipient], sys.stdin.buffer.read(), mail_options=options)
