"""The chapters' figures, one file a subject. Importing this package makes all of them known.

from tabs.lesson.registry import Drawn, figure

@figure
def kernel_steps(stride="1") -> Drawn: ...
"""

from importlib import import_module
from pkgutil import iter_modules

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
