"""All messages and enum values of pishkhan.v1 under one name: `import messages as pb`."""

from pishkhan.v1.admin_pb2 import *  # noqa: F401,F403
from pishkhan.v1.attachments_pb2 import *  # noqa: F401,F403
from pishkhan.v1.catalog_pb2 import *  # noqa: F401,F403
from pishkhan.v1.common_pb2 import *  # noqa: F401,F403
from pishkhan.v1.error_pb2 import *  # noqa: F401,F403
from pishkhan.v1.feedback_pb2 import *  # noqa: F401,F403
from pishkhan.v1.offices_pb2 import *  # noqa: F401,F403
from pishkhan.v1.requests_pb2 import *  # noqa: F401,F403
from pishkhan.v1.work_pb2 import *  # noqa: F401,F403
