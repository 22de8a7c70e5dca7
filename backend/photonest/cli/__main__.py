"""``python -m photonest.cli``: the same as `photonest`, for a checkout that was moved."""

import sys

from photonest.cli import main

sys.exit(main())
