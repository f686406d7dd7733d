"""Asks NumPy and writes its answers: /usr/bin/python3 test/golden/make.py [family ...]"""

import importlib
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True

FAMILIES = sorted(name[:-3] for name in os.listdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), "families")) if name.endswith(".py"))

for family in sys.argv[1:] or FAMILIES:
    importlib.import_module(f"families.{family}").make()
