"""Says why no Python here will do. Must run on any Python 3, however old, so it uses nothing new."""

import sys

VERSION = "%d.%d" % sys.version_info[:2]

if not (3, 11) <= sys.version_info[:2] <= (3, 14):
    print("PhotoNest needs Python 3.11 to 3.14; this is %s." % VERSION)
    print("Install one of these beside it and run the same command again.")
else:
    print("This Python %s cannot make virtual environments." % VERSION)
    print(
        "Debian and Ubuntu leave that part out: apt install python%s-venv, then run the same command again." % VERSION
    )
sys.exit(1)
