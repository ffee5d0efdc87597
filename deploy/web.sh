#!/bin/sh
# The web service: granian, with a beginning and an end that no reader notices.
set -eu

# Caddy serves these, the files of the releases before among them: a page that was opened then still looks right. All are
# there before the first page that names them. Names carry a hash of what is in the file, so nothing is ever overwritten.
cp -Ru "$STATIC_ROOT/." /srv/published/static/

granian --interface wsgi --host 0.0.0.0 --port 8000 --log-level warning \
    --workers "$WEB_PROCESSES" --blocking-threads "$WEB_THREADS" \
    --respawn-failed-workers --workers-kill-timeout 20 \
    forum.wsgi:application &
granian=$!

# First say so: /readyz answers 503, and within a second Caddy keeps new requests for whoever comes next. Ended at once,
# granian would drop those that the kernel has accepted for it and that it never saw.
leave() {
    touch "$VAR_DIR/leaving"
    sleep 2
    kill -TERM "$granian"
}
rm -f "$VAR_DIR/leaving"
trap leave TERM INT

# A signal ends `wait`, not granian.
while kill -0 "$granian" 2>/dev/null; do
    status=0
    wait "$granian" || status=$?
done
exit "$status"
