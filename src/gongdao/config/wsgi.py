"""The WSGI application: pages and API. Django under ASGI was measured six to eight times slower."""

import os

from django.core.wsgi import get_wsgi_application

from gongdao.config.prepare import settle
from gongdao.config.whole import whole_bodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongdao.config.settings")

application = whole_bodies(get_wsgi_application())
settle()
