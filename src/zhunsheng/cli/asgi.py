"""What the web server runs: the site, which knows the example company's story and the small ones to begin with."""

from zhunsheng.server.front.asgi import application

__all__ = ["application"]

# After Django is up: these bring models.
from zhunsheng.demo.starters import STARTERS
from zhunsheng.demo.story import Kangrui
from zhunsheng.server.sources import starters
from zhunsheng.server.worlds.story import make_known

make_known(Kangrui())
starters.make_known(*STARTERS)
