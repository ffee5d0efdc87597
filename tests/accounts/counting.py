"""A hasher that counts: the time of a password's answer is the hashes that it takes."""

from django.contrib.auth.hashers import MD5PasswordHasher


class CountingHasher(MD5PasswordHasher):
    algorithm = "counting"
    made = 0

    def encode(self, password: str, salt: str) -> str:
        CountingHasher.made += 1
        encoded: str = super().encode(password, salt)
        return encoded
