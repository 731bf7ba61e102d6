"""The plugins that are installed, and what became of each: switched on and off, approved, installed and removed."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.widgets import Static

from personatui.app.closing import ClosingScreen
from personatui.app.dialogs import AskScreen
from personatui.app.keybar import KeyBar
from personatui.app.plugincards import details, entry
from personatui.app.question import QuestionScreen
from personatui.errors import InstallError, PersonatuiError
from personatui.model.cleaning import clean
from personatui.render.figures import count
from personatui.widgets.rows import RowList

if TYPE_CHECKING:
    from personatui.app.app import WorkbenchApp
    from personatui.host.environment import Environment
    from personatui.host.installing.requests import Request
    from personatui.host.installing.running import Outcome, Plan, Removal
    from personatui.host.plugins import PluginHost, PluginStatus
    from personatui.widgets.lines import Row

# Below this width the details stand under the list.
NARROW = 100
_RESTART = "Restart personatui to run what has changed of a plugin that is loaded already."

_T = TypeVar("_T")


class PlanScreen(QuestionScreen):
    """Shows what is about to be run and installed, and asks."""

    DEFAULT_CSS = """
    PlanScreen > Vertical { width: 100; max-height: 95%; }
    """


class PluginsScreen(ClosingScreen[None]):
    """A list of the plugins, and all that is known of the one under the cursor.

    Leaving it after a change opens the project again, with the plugins as they are by then.
    """

    DEFAULT_CSS = """
    PluginsScreen {
        & #plugins-title { height: 1; padding: 0 1; background: $panel; }
        & #plugins-body { layout: horizontal; height: 1fr; }
        & RowList { border: round $foreground 30%; padding: 0 1; }
        & RowList:focus { border: round $accent; }
        & #plugins-list { width: 52; }
        & #plugins-details { width: 1fr; }
        &.-narrow #plugins-body { layout: vertical; }
        &.-narrow #plugins-list { width: 1fr; height: 1fr; }
        &.-narrow #plugins-details { height: 9; }
    }
    """
    BINDING_GROUP_TITLE = "Plugins"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,e", "switch", "On or off", id="plugins.switch", tooltip="Switch it off, or on again"),
        Binding("A", "approve", "Approve", id="plugins.approve", tooltip="Let it run, with your own rights"),
        Binding("I", "install", "Install …", id="plugins.install", tooltip="A package by name, a folder or an address"),
        Binding("U", "upgrade", "Upgrade", id="plugins.upgrade", tooltip="To the newest version that fits"),
        Binding("D,delete", "uninstall", "Remove", id="plugins.uninstall", tooltip="Its data stays in your projects"),
        Binding("R", "restore", "Restore", id="plugins.restore", tooltip="Install again what an upgrade has wiped"),
        Binding("escape", "close", "Back", id="plugins.close"),
    ]
    app: WorkbenchApp

    def __init__(self, root: Path | None = None) -> None:
        """`root` is the project that lies below, to be opened again after a change."""
        super().__init__()
        self._root = root
        self._plugins: PluginHost | None = None
        self._busy = ""
        self._has_changed = False
        # what was just installed, to be shown once it is loaded
        self._wanted = ""
        self.list = RowList(id="plugins-list", wrap=False)
        self._title = Static(id="plugins-title")
        self._shown = RowList(id="plugins-details")

    def compose(self) -> ComposeResult:
        yield self._title
        with Container(id="plugins-body"):
            yield self.list
            yield self._shown
        yield KeyBar()

    def on_mount(self) -> None:
        self.list.focus()
        self._load()

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width < NARROW, "-narrow")

    @property
    def statuses(self) -> Sequence[PluginStatus]:
        """What became of each plugin; empty until they are loaded."""
        return self._plugins.statuses if self._plugins is not None else ()

    @property
    def chosen(self) -> PluginStatus | None:
        """The plugin under the cursor."""
        current = self.list.current
        return next((one for one in self.statuses if current is not None and one.name == current.key), None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("approve", "switch", "upgrade", "uninstall"):
            found = self.chosen
            if found is None or self._busy:
                return False
            if action == "approve":
                return found.status == "unapproved"
            return action == "switch" or not found.is_bundled
        return not self._busy if action in ("install", "restore") else True

    # Showing ---------------------------------------------------------------------------------------------

    @work(thread=True, exclusive=True, group="load")
    def _load(self) -> None:
        """Load the plugins anew, as the next project will have them."""
        from personatui.host.opening import user_plugins

        plugins = user_plugins(plugins_off=self.app.plugins_off)
        self.app.call_from_thread(self._take, plugins)

    def _take(self, plugins: PluginHost) -> None:
        if not self.is_there:
            return
        # at first, what calls for the person
        before = self.chosen or next(
            (one for one in plugins.statuses if one.status not in ("active", "disabled")), None
        )
        wanted, self._wanted = self._wanted or (before.name if before is not None else ""), ""
        self._plugins = plugins
        self.list.show([entry(status) for status in plugins.statuses])
        if not wanted or not self.list.move_to(wanted):
            self.list.move_to_first()
        self._show()

    def _show(self) -> None:
        title = Content.assemble(("Plugins", "bold"), f" · {self._busy or count(len(self.statuses), 'plugin')}")
        self._title.update(title)
        self._shown.show(self._details())
        self.refresh_bindings()

    def _details(self) -> Sequence[Row]:
        found = self.chosen
        if found is None or self._plugins is None:
            return []
        return details(found, [self._plugins.tools[key] for key in found.tools if key in self._plugins.tools])

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        event.stop()
        if event.rows is self.list:
            self._show()

    def _begin(self, what: str) -> None:
        self._busy = what
        self._show()

    def _end(self) -> None:
        self._busy = ""
        if self.is_there:
            self._show()

    # Changing --------------------------------------------------------------------------------------------

    def action_close(self) -> None:
        """Go back, once nothing is being installed any more."""
        if self._busy:
            self.notify(f"{self._busy} Wait until that is done.", severity="warning", markup=False)
            return
        root = self._root if self._has_changed else None
        self.dismiss(None)
        if root is not None:
            self.app.open_project(root)

    def action_switch(self) -> None:
        """Switch the plugin off or on."""
        from personatui.host.plugins import SWITCHED_OFF
        from personatui.store.settings import set_plugin_disabled

        found = self.chosen
        if found is None:
            return

        def switch() -> None:
            if found.status != "disabled":
                set_plugin_disabled(found.name, True)
                return
            # the settings may name it, or all that its distribution brings
            for name in (found.name, found.distribution):
                set_plugin_disabled(name, False)

        if found.status == "disabled" and found.reason != SWITCHED_OFF:
            self.notify(found.reason, severity="warning", markup=False)
        else:
            self._do(switch)

    def action_approve(self) -> None:
        """Let the plugin run, once the person has agreed."""
        found = self.chosen
        if found is not None:
            self._ask_to_approve(found)

    @work
    async def _ask_to_approve(self, found: PluginStatus) -> None:
        from importlib.metadata import distribution

        from personatui.host.installing.running import RIGHTS
        from personatui.host.trust import approve

        question = f"{found.distribution} {found.version}\n\n{found.reason}\n\n{RIGHTS}"
        if await self.app.push_screen_wait(PlanScreen(question, title="Let it run?")):
            self._do(lambda: approve(distribution(found.distribution)))

    def _do(self, change: Callable[[], object]) -> None:
        try:
            change()
        except PersonatuiError as error:
            self.app.complain(error)
            return
        self._has_changed = True
        self._load()

    # Installing ------------------------------------------------------------------------------------------

    def action_install(self) -> None:
        """Ask for a package, folder or address, and install it."""
        self._ask_to_install()

    @work
    async def _ask_to_install(self) -> None:
        from personatui.host.installing.requests import read_request

        def problem(text: str) -> str:
            try:
                read_request(text)
            except PersonatuiError as error:
                return clean(str(error))
            return ""

        question = "A package by its name, a folder or wheel by its path, or an address:"
        text = await self.app.push_screen_wait(AskScreen("Install a plugin", question, problem=problem))
        if text:
            await self._install([lambda: read_request(text)], "installed")

    def action_upgrade(self) -> None:
        """Upgrade the plugin to the newest version that fits."""
        found = self.chosen
        if found is not None:
            self._ask_to_upgrade(found.distribution)

    @work
    async def _ask_to_upgrade(self, distribution: str) -> None:
        from personatui.host.installing.running import upgrade_request
        from personatui.store.approvals import load_records

        await self._install([lambda: upgrade_request(distribution, load_records())], "upgraded", upgrade=True)

    def action_restore(self) -> None:
        """Install again what was installed from personatui and is gone."""
        self._ask_to_restore()

    @work
    async def _ask_to_restore(self) -> None:
        from personatui.host.installing.running import missing_installations, own_environment, restoring_request

        missing = await self._run("Looking what is missing …", lambda: missing_installations(own_environment()))
        if missing == ():
            self.notify("Nothing is missing.")
        await self._install([partial(restoring_request, one) for one in missing or ()], "restored")

    async def _install(self, asked: Sequence[Callable[[], Request]], done: str, *, upgrade: bool = False) -> None:
        """Plan each, show the plan, and do it when the person agrees."""
        from personatui.host.installing.running import carry_out, own_environment
        from personatui.host.installing.telling import told_plan

        for request in asked:
            environment = await self._run("Looking how personatui is installed …", own_environment)
            plan = await self._planned(environment, request, upgrade=upgrade) if environment is not None else None
            if plan is None:
                return
            if upgrade and plan.changes_nothing:
                self.notify(f"{plan.request.name} is up to date.", markup=False)
                continue
            if not await self.app.push_screen_wait(PlanScreen("\n".join(told_plan(plan)), title="Install it?")):
                return
            outcome = await self._run(f"{plan.request.requirement} is being {done} …", partial(carry_out, plan))
            if outcome is None:
                return
            self._tell(outcome, done)

    async def _planned(self, environment: Environment, asked: Callable[[], Request], *, upgrade: bool) -> Plan | None:
        """What would be done; None where it cannot be, or the person has thought better of it."""
        from personatui.host.installing.running import doubtful, found_plugins, plan_installation, refuse_bundled
        from personatui.store.approvals import load_records

        def prepare() -> tuple[Request, str]:
            request, plugins = asked(), found_plugins()
            refuse_bundled(request, plugins)
            return request, doubtful(request, plugins, load_records())

        prepared = await self._run("Looking what is installed …", prepare)
        if prepared is None:
            return None
        request, meant = prepared
        if meant:
            question = f"{request.name} looks like a misspelling of {meant}. Go on with {request.name}?"
            if not await self.app.push_screen_wait(QuestionScreen(question, title="Is that its name?")):
                return None
        looking, planned = "Looking what would be installed …", partial(plan_installation, upgrade=upgrade)
        try:
            return await self._run(looking, partial(planned, environment, request), raises=True)
        except InstallError as error:
            told = clean(str(error))
        question = f"{told}\n\nIt may come as source, which runs its own code when it is built. Look there too?"
        if not await self.app.push_screen_wait(PlanScreen(question, title="Build it?")):
            return None
        return await self._run(looking, partial(planned, environment, request, may_build=True))

    def action_uninstall(self) -> None:
        """Remove the plugin's distribution; what its tools have written stays."""
        found = self.chosen
        if found is not None:
            self._ask_to_remove(found.distribution)

    @work
    async def _ask_to_remove(self, distribution: str) -> None:
        from personatui.host.installing.running import forget, own_environment, plan_removal, remove
        from personatui.host.installing.telling import told_removal

        def find() -> tuple[Removal | None]:
            return (plan_removal(own_environment(), distribution),)

        found = await self._run("Looking what is installed …", find)
        if found is None:
            return
        removal = found[0]
        if removal is None:
            self._do(lambda: forget(distribution))
            return
        if not await self.app.push_screen_wait(PlanScreen("\n".join(told_removal(removal)), title="Remove it?")):
            return

        def do() -> bool:
            remove(removal)
            return True

        if await self._run(f"{distribution} is being removed …", do):
            self._has_changed = True
            told = f"{distribution} {removal.version} is removed. What its tools have written stays in your projects."
            self.notify(told, markup=False)
            self._load()

    async def _run(self, what: str, call: Callable[[], _T], *, raises: bool = False) -> _T | None:
        """What a call returns that may take long; what goes wrong is told, and then it is None."""
        self._begin(what)
        try:
            return await to_thread(call)
        except PersonatuiError as error:
            if raises:
                raise
            self.app.complain(error)
            return None
        finally:
            self._end()

    def _tell(self, outcome: Outcome, done: str) -> None:
        self._has_changed = True
        told = f"{outcome.name} {outcome.version} is {done} and approved."
        if outcome.before:
            told += f" {_RESTART}"
        self.notify(told, markup=False, timeout=8)
        self._wanted = next(iter(outcome.plugins), "")
        self._load()
