"""The WSGI application: `flask run`, any WSGI server, or `python app.py` for this machine only."""

from vanban.settings import Settings
from vanban.web import create_app

app = create_app()

if __name__ == "__main__":
    settings: Settings = app.extensions["vanban"].settings
    app.run(host=settings.host, port=settings.port)
