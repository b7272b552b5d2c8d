"""The engines that drive the stages: `local` on one machine."""

from .local import build_record
from .options import BuildOptions, BuildReport, Progress

__all__ = ["BuildOptions", "BuildReport", "Progress", "build_record"]
