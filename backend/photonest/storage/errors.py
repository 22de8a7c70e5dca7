"""What can go wrong with bytes."""

from photonest.core.errors import BadInput, NotFound, StorageFull, Unavailable


class FileMissing(NotFound):
    """The stored file is not there. Its row still is; `photonest verify` lists such cases."""

    code = "file_missing"


class DiskFull(StorageFull):
    """The disk is almost full, so nothing new is taken in. Everything stored is safe; free some space and try again."""

    code = "storage_full"


class StoreUnwritable(Unavailable):
    """The data folder cannot be written. Everything stored is safe; check its permissions and try again."""

    code = "store_unwritable"


class HashMismatch(BadInput):
    """The bytes that arrived are not the bytes that were announced. Nothing was kept; send the file again."""

    code, status, permanent = "hash_mismatch", 422, False


class FileTooLarge(BadInput):
    """This file is larger than this PhotoNest takes (PHOTONEST_MAX_UPLOAD_MB)."""

    code, status = "file_too_large", 413


class FileEmpty(BadInput):
    """This file has no bytes in it."""

    code, status = "file_empty", 422
