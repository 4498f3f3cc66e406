"""``python -m clinic.embedded``: run the product on this machine until Ctrl-C."""

import sys

from clinic.embedded.running import main

if __name__ == "__main__":
    sys.exit(main())
