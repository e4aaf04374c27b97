"""Wait until a Space is built, runs and answers, and tell what it is doing meanwhile."""

import time
from collections.abc import Callable

from hub.client import ONE_REQUEST, HubProblem, time_limit, why

POLL = 5.0
"""Seconds between two questions."""

MOST_FAILURES = 6
"""Questions in a row that may fail: the build goes on without us."""

ENDPOINT = "/recognize_strokes"
"""What a page that answers offers."""

UNDER_WAY = ("BUILDING", "RUNNING_BUILDING", "APP_STARTING", "RUNNING_APP_STARTING", "SLEEPING")


def wait_until_it_answers(space: str, revision: str, patience: float, say: Callable[[str], None] = print) -> str:
    """Return the page's address once the Space runs this commit and answers.

    Args:
        space: "user/space".
        revision: the commit that must run.
        patience: seconds to wait.
        say: told each new stage.

    Raises:
        HubProblem: the build or the start failed, the page does not answer, or time is up.
    """
    from huggingface_hub import HfApi

    with time_limit(patience):
        end = time.monotonic() + patience
        api = HfApi()
        advice = "--rollback brings back what ran before"
        try:
            _wait_for_the_build(api, space, revision, end, say)
            return _wait_for_the_page(api, space, end)
        except HubProblem as error:
            raise HubProblem(f"{error}. The files are at commit {revision}; {advice}") from error


def _wait_for_the_build(api, space: str, revision: str, end: float, say: Callable[[str], None]) -> None:
    started, told, failures = time.monotonic(), None, 0
    while True:
        try:
            runtime, failures = api.get_space_runtime(space), 0
        except Exception as error:  # one question more or less does not matter
            failures += 1
            if failures > MOST_FAILURES or time.monotonic() > end:
                raise HubProblem(f"Whether {space} was built is unknown: {why(error, space)}") from error
            time.sleep(POLL)
            continue
        stage = str(getattr(runtime.stage, "value", runtime.stage))
        if stage != told:
            say(f"{time.monotonic() - started:5.0f} s  {stage.lower().replace('_', ' ')}")
            told = stage
        if stage == "RUNNING" and runtime.raw.get("sha", revision) == revision:
            return
        if stage not in (*UNDER_WAY, "RUNNING"):
            reason = runtime.raw.get("errorMessage", "its log on the Hub says why")
            raise HubProblem(f"{space} is in stage {stage}: {reason}")
        if time.monotonic() > end:
            raise HubProblem(f"{space} is still in stage {stage}, and time is up")
        time.sleep(POLL)


def _wait_for_the_page(api, space: str, end: float) -> str:
    """The page's address, once it lists its public endpoint: that comes from the app itself."""
    from huggingface_hub import get_session
    from huggingface_hub.utils import build_hf_headers

    problem = "it was not asked"
    for _ in range(MOST_FAILURES):
        try:
            info = api.space_info(space, timeout=ONE_REQUEST)
            # A token goes to the Hub's own pages only.
            own = info.private and info.host.startswith("https://") and info.host.endswith(".hf.space")
            headers = build_hf_headers() if own else {}
            answer = get_session().get(f"{info.host}/gradio_api/info", headers=headers, timeout=ONE_REQUEST)
            if answer.status_code == 200 and ENDPOINT in answer.json().get("named_endpoints", {}):
                return info.host
            problem = f"it answered with status {answer.status_code}"
        except Exception as error:
            problem = why(error, space)
        if time.monotonic() > end:
            break
        time.sleep(POLL)
    raise HubProblem(f"{space} runs, but its page does not offer {ENDPOINT}: {problem}")
