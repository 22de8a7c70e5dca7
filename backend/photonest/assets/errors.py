"""What can be wrong with a file that someone wants to keep: one class a reason."""

from __future__ import annotations

from photonest.core.errors import BadInput, Unavailable


class UnsupportedFormat(BadInput):
    """PhotoNest does not know this kind of file. The file was kept as it is."""

    code, status = "unsupported_format", 415


class CorruptImage(BadInput):
    """The file is damaged and cannot be shown. It was kept as it is; try another copy of it."""

    code = "corrupt_image"


class CorruptVideo(BadInput):
    """The video is damaged and cannot be shown. It was kept as it is; try another copy of it."""

    code = "corrupt_video"


class TooLarge(BadInput):
    """The picture has more pixels than can be decoded safely. It was kept as it is, without a preview."""

    code, status = "too_large", 413


class DecodeTimedOut(BadInput):
    """Decoding took too long and was stopped. The file was kept as it is, without a preview."""

    code = "decode_timed_out"


class DecoderCrashed(BadInput):
    """The decoder broke down on this file, twice. The file was kept as it is, without a preview."""

    code = "decoder_crashed"


class DecoderBusy(Unavailable):
    """The machine was too busy to decode this picture in time. It will be tried again."""

    code = "decoder_busy"


class VideoToolMissing(Unavailable):
    """No ffmpeg was found, so videos have no poster. Install ffmpeg or the package imageio-ffmpeg."""

    code, permanent = "video_tool_missing", True


class SidecarNotWritable(BadInput):
    """This sidecar is no XMP that can be read, so nothing was written into it. It was left as it is."""

    code = "sidecar_not_writable"
