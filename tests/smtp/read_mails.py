#!/usr/bin/python3
"""read_mails.py FOLDER: the mails as a mail program reads them, one JSON array, oldest first. `parent`
is what RFC 5322 makes of References and In-Reply-To: the last of References, else the latter."""

import email
import email.policy
import json
import sys
from pathlib import Path

mails = []
for path in sorted(Path(sys.argv[1]).glob("*.eml")):
    raw = path.read_bytes()
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    references = str(mail.get("References", "")).split()
    mails.append({
        "to": str(mail["To"]), "from": str(mail["From"]), "subject": str(mail["Subject"]),
        "message_id": str(mail["Message-ID"]), "references": references,
        "parent": references[-1] if references else str(mail.get("In-Reply-To", "")),
        "reply_to": str(mail.get("Reply-To", "")),
        "auto": str(mail.get("Auto-Submitted", "")), "text": mail.get_content().replace("\r\n", "\n"),
        "defects": [str(defect) for defect in mail.defects],
        "longest": max(len(line) for line in raw.split(b"\r\n")),
        "bare": raw.replace(b"\r\n", b"").count(b"\n"),
    })
print(json.dumps(mails))
