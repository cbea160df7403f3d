#!/usr/bin/env bash
# The site and the worker on this machine; Ctrl-C stops both.
set -euo pipefail
cd "$(dirname "$0")/.."
python=.venv/bin/python

"$python" manage.py migrate --verbosity 0
if "$python" manage.py shell --verbosity 0 --command \
    'import sys; from portal.accounts.models import User; sys.exit(User.objects.exists())'; then
    echo "First start: loading the demonstration, which takes about a minute."
    # What it says is in the language of the site, and the sign-ins follow below.
    # The security log of everybody who is given a role would bury them.
    if ! "$python" manage.py demo >var/demo.log 2>&1; then
        cat var/demo.log >&2
        exit 1
    fi
fi

port="$("$python" -c \
    'from portal.settings.environment import read_environment as read; print(read(production=False).port)')"
cat <<SIGN_INS

  Touchstone      http://127.0.0.1:$port/
  Administration  http://127.0.0.1:$port/cms/

  Demonstration sign-ins, all with the password touchstone-demo:
    certification body   author@body.example  signatory@body.example  administrator@body.example
    a second one         author@other-body.example  signatory@other-body.example
                         administrator@other-body.example
    authors of the state author@regulator.example  signatory@regulator.example
    a ministry           author@ministry.example  signatory@ministry.example
    an association       author@association.example  signatory@association.example
    regulator            officer@regulator.example  officer-2@regulator.example
                         decider@regulator.example
                         decider-2@regulator.example  observer@regulator.example
                         editor@regulator.example  administrator@regulator.example
    its branch           officer@branch.example  decider@branch.example

SIGN_INS

stop() {
    trap - INT TERM EXIT
    kill "${children[@]}" 2>/dev/null || true
    wait || true
}
children=()
trap stop EXIT
trap 'exit 0' INT TERM
"$python" manage.py worker &
children+=($!)
"$python" manage.py runserver "127.0.0.1:$port" &
children+=($!)
# Either of the two ending ends the other: a site without its worker sends no mail.
wait -n
