package io.vidette.deploy.app.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vidette.deploy.node.NodeConfig;
import io.vidette.topology.config.ConfigReader;
import io.vidette.topology.config.FileSecrets;
import io.vidette.topology.fault.UserError;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class WebhookOrderTest {
    private static final NodeConfig CONFIG = ConfigReader.defaults(NodeConfig.class);
    private static final String KEY = "0123456789abcdef";

    @Test
    void takesTheUrlAndTheKeyFromSecrets() {
        WebhookReceiver receiver = resolve(
                "secret:hook",
                Optional.of("door"),
                Map.of("VIDETTE_SECRET_HOOK", "https://example.com/t0ken", "VIDETTE_SECRET_DOOR", KEY));

        assertThat(receiver.address()).isEqualTo("https://example.com/t0ken");
        assertThat(receiver.isSigned()).isTrue();
        assertThat(receiver).hasToString("https://example.com");
    }

    @Test
    void doesNotSignWithoutASecret() {
        assertThat(resolve("https://example.com/", Optional.empty(), Map.of()).isSigned())
                .isFalse();
    }

    @Test
    void saysWhereAMissingSecretBelongs() {
        assertThatThrownBy(() -> resolve("secret:hook", Optional.empty(), Map.of()))
                .isInstanceOf(UserError.class)
                .hasMessageContainingAll("no secret 'hook'", "hook=TEXT", "VIDETTE_SECRET_HOOK");
    }

    @Test
    void refusesAShortKeyByItsName() {
        assertThatThrownBy(() ->
                        resolve("https://example.com/", Optional.of("door"), Map.of("VIDETTE_SECRET_DOOR", "short")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("secret 'door'")
                .hasMessageEndingWith("; use a longer one");
    }

    @Test
    void hidesAnInvalidUrl() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> resolve("https://a b/t0ken", Optional.empty(), Map.of()))
                .withMessageStartingWith("--url is not a URL: ")
                .withMessageNotContaining("t0ken")
                .withNoCause();
    }

    private static WebhookReceiver resolve(String url, Optional<String> secret, Map<String, String> environment) {
        WebhookOrder order = new WebhookOrder(
                url,
                secret,
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                1,
                OptionalInt.empty(),
                Duration.ofHours(1));
        return order.resolve(CONFIG, new FileSecrets(Path.of("no-such-file"), environment));
    }
}
