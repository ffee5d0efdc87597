"""`python -m tests.faults.kept MODULE ...`: runs it, and begins it again whenever it ends.

As `restart: unless-stopped` does in docker-compose.yml. A worker ends where its broker goes away before it could
acknowledge a message (kombu 5.7 then looks for the address of a connection that is closed).
"""

import subprocess
import sys
import time

# Docker waits a little longer each time.
PAUSE = 0.5

if __name__ == "__main__":
    while True:
        subprocess.run([sys.executable, "-m", *sys.argv[1:]], check=False)
        time.sleep(PAUSE)
