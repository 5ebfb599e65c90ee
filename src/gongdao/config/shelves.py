"""Where sealed files lie, from one line of the environment: `s3://KEY:SECRET@host:port/bucket/prefix?tls=1&region=…`."""

from typing import Any
from urllib.parse import parse_qsl, unquote

from gongdao.config.environment import split


def s3_options(url: str) -> dict[str, Any] | None:
    """The options of a django-storages `S3Storage`, or None for the data folder (an empty setting).

    Raises ValueError with what is wrong, naming the setting.
    """
    if not url:
        return None
    parts = split("GONGDAO_CUSTODY", url)
    bucket, _, prefix = parts.path.strip("/").partition("/")
    if parts.scheme != "s3" or not parts.hostname or not bucket:
        raise ValueError("GONGDAO_CUSTODY must be s3://KEY:SECRET@host:port/bucket, or empty for the data folder")
    query = dict(parse_qsl(parts.query))
    scheme = "https" if query.get("tls") == "1" else "http"
    port = f":{parts.port}" if parts.port else ""
    return {
        "access_key": unquote(parts.username or ""),
        "secret_key": unquote(parts.password or ""),
        "bucket_name": bucket,
        "endpoint_url": f"{scheme}://{parts.hostname}{port}",
        "region_name": query.get("region", "us-east-1"),
        "location": prefix,
    }
