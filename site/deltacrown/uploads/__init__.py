"""Files that visitors send: checked by their content, and never stored as they came.

Images are decoded and encoded again; videos, which nobody decodes here, are checked by their
container and only ever handed out as attachments. Everything is streamed: a file lies on the
disk while it is checked, never as a whole in memory.
"""

from deltacrown.uploads.images import CleanImage, clean_image
from deltacrown.uploads.kinds import IMAGE_TYPES, MEGABYTE, VIDEO_TYPES
from deltacrown.uploads.mixed import clean_image_or_video
from deltacrown.uploads.videos import CleanVideo, clean_video

__all__ = [
    "IMAGE_TYPES",
    "MEGABYTE",
    "VIDEO_TYPES",
    "CleanImage",
    "CleanVideo",
    "clean_image",
    "clean_image_or_video",
    "clean_video",
]
