"""What a failure means and what a person can do about it, by its code: one sentence each."""

from __future__ import annotations

ADVICE = {
    "unsupported_format": "Nothing needs to be done: the file is kept. Convert it to JPEG or PNG to see it here.",
    "corrupt_image": "Look for another copy of this file, for example on the camera card, and import that.",
    "corrupt_video": "Look for another copy of this video, for example on the camera card, and import that.",
    "too_large": "The file is kept. Import a smaller version to see it here.",
    "decode_timed_out": "Try again when the machine is less busy; the file is kept.",
    "decoder_crashed": "The file is probably damaged. Look for another copy and import that.",
    "decoder_busy": "Nothing needs to be done: it is tried again by itself.",
    "video_tool_missing": "Install ffmpeg, then try again.",
    "worker_died": "Try again once; if it fails again, leave it out. The file is kept.",
    "ai_unreachable": "Nothing needs to be done if the AI service is starting; otherwise restart PhotoNest.",
    "ai_too_slow": "Try again when the machine is less busy.",
    "ai_not_ready": "Run `photonest models install`; the photos are analysed afterwards.",
    "ai_answer_broken": "Restart PhotoNest, so that all its parts are of one version.",
    "ai_secret_wrong": "Start both sides with the same PHOTONEST_AI_SECRET.",
    "ai_refused": "Leave it out; the file is kept and is found by its name, time and place.",
    "file_missing": "The stored file is gone from the data folder. Restore it from a backup, or import it again.",
    "storage_full": "Free some space on the disk of the data folder, then try again.",
    "store_unwritable": "Check the permissions of the data folder, then try again.",
}


REASONS = {
    "corrupt_image": "These pictures are damaged or cut off.",
    "corrupt_video": "These videos are damaged or cut off.",
    "too_large": "These pictures are larger than can be decoded safely.",
    "unsupported_format": "No picture can be made of these files.",
}


def reason(code: str) -> str:
    """One sentence for failures of one code whose own sentences differ."""
    return REASONS.get(code, "These failed for the same kind of reason; each says its own below.")


def what_to_do(code: str, *, is_permanent: bool) -> str:
    """One sentence of advice; a general one for codes without their own."""
    if code in ADVICE:
        return ADVICE[code]
    if is_permanent:
        return "Trying again cannot help. The file is kept; leave it out, or import another copy."
    return "Try again; the file is kept."
