package io.vidette.topology.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WebhookTest {
    private static final String SECRET = "what-both-sides-know";

    /** The number is of: printf '%s' '1700000000.{"n":1}' | openssl dgst -sha256 -hmac what-both-sides-know. */
    @Test
    void signsAsOpenSslDoes() {
        assertThat(new SigningKey(SECRET).sign(1_700_000_000, "{\"n\":1}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("t=1700000000,v1=19fdff33b788c8562520f0b43555a27683828e5db8251af0f7ad66262bf644f3");
    }

    @Test
    void printsNeitherKeyNorPath() {
        Webhook webhook = webhook("https://hooks.example.com:8443/services/T0/B0/secret?token=secret", 1);

        assertThat(webhook).hasToString("https://hooks.example.com:8443");
        assertThat(new SigningKey(SECRET)).hasToString("***");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://example.com/", "example.com", "https:///path", "https://user:password@example.com/"})
    void refusesOtherUrlsWithoutShowingThem(String url) {
        assertThatThrownBy(() -> webhook(url, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("URL of a webhook")
                .hasMessageNotContaining("user");
    }

    @Test
    void refusesAShortSecret() {
        assertThatThrownBy(() -> new SigningKey("short"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("short");
    }

    private static Webhook webhook(String url, int batch) {
        return new Webhook(
                URI.create(url),
                Optional.of(new SigningKey(SECRET)),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                batch,
                new RetrySchedule(
                        OptionalInt.empty(), Duration.ofHours(1), Duration.ofMillis(1), Duration.ofMillis(1)));
    }
}
