"""`python -m tests.faults.kept MODULE ...`: runs it, and begins it again whenever it ends.

As `restart: unless-stopped` does in docker-compose.yml. A worker ends where its broker goes away before it could
acknowledge a message (kombu 5.7 then looks for the address of a connection that is closed). `{start}` in an argument
is how often it was begun: the beat of the worker before may not have ended, and still holds its file.
"""

import subprocess
import sys
import time
from itertools import count

# Docker waits a little longer each time.
PAUSE = 0.5

if __name__ == "__main__":
    for start in count():
        arguments = [each.replace("{start}", str(start)) for each in sys.argv[1:]]
        subprocess.run([sys.executable, "-m", *arguments], check=False)
        time.sleep(PAUSE)
