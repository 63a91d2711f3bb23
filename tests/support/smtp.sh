# A real SMTP server for tests of the real programs: STARTTLS, a password, each mail a file.
# Sourced after live.sh. Sets smtp_port and mails; ends the test where aiosmtpd is missing.
# shellcheck shell=bash disable=SC2154 # scratch and top are live.sh's

smtp_port=$(free_port)
mails=$scratch/mails
mkdir "$mails"

if ! /usr/bin/python3 -c 'import aiosmtpd' 2>/dev/null; then
    echo "skipped: aiosmtpd is not installed (Debian: python3-aiosmtpd)"
    tally
    exit
fi
(umask 077 && printf 'open sesame\n' >"$scratch/smtp.password")

# The channel "mail" of server.toml that reaches it; what follows may be more of its keys.
smtp_channel() {
    cat <<TOML
[[channel]]
name = "mail"
kind = "mail"
url = "smtp://127.0.0.1:$smtp_port"
from = "Service Desk <desk@example.org>"
user = "desk"
secret_file = "$scratch/smtp.password"
ca_file = "$scratch/smtp.pem"
retry_first = "100ms"
TOML
}

smtp_up() {
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost \
        -addext subjectAltName=IP:127.0.0.1 -keyout "$scratch/smtp.key" \
        -out "$scratch/smtp.pem" 2>/dev/null
    start smtp /usr/bin/python3 "$top/tests/smtp/mail_server.py" "$smtp_port" "$mails" \
        "$scratch/smtp.pem" "$scratch/smtp.key"
    wait_for 20 bash -c "exec 5<>/dev/tcp/127.0.0.1/$smtp_port" 2>/dev/null
}

# As a mail program reads them, one JSON array in $scratch/mails.json.
read_mails() { /usr/bin/python3 "$top/tests/smtp/read_mails.py" "$mails" >"$scratch/mails.json"; }
