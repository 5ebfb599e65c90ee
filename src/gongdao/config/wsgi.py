"""The WSGI application: pages and API. Django under ASGI was measured six to eight times slower."""

import os

from django.core.wsgi import get_wsgi_application

from gongdao.config.prepare import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongdao.config.settings")

application = get_wsgi_application()
settle()
