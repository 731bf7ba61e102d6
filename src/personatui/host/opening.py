"""Opening a session the way every front end does: the user's settings, the plugins, then the project."""

from __future__ import annotations

from pathlib import Path

from personatui.host.loading import Progress
from personatui.host.patience import Patience
from personatui.host.plugins import PluginHost, load_plugins
from personatui.host.session import Session
from personatui.host.trust import load_trust
from personatui.store.settings import load_settings


def user_plugins(*, plugins_off: bool = False, patience: Patience | None = None) -> PluginHost:
    """The plugins that the user has approved and not switched off.

    Each is waited for as long as `patience` has, or as the user said.
    """
    settings = load_settings()
    patience = patience or Patience(settings.plugin_seconds)
    return load_plugins(disabled=settings.disabled_plugins, off=plugins_off, trust=load_trust(), patience=patience)


def open_session(
    root: Path,
    *,
    plugins_off: bool = False,
    progress: Progress | None = None,
    patience: Patience | None = None,
) -> Session:
    """Open the project at `root`. Raises ProjectError."""
    return Session.open(root, user_plugins(plugins_off=plugins_off, patience=patience), progress)
