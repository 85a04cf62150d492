package io.vidette.deploy.app.sink;

import io.vidette.deploy.node.DataDirectory;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.topology.config.FileSecrets;
import io.vidette.topology.fault.UserError;
import io.vidette.topology.sink.RetrySchedule;
import io.vidette.topology.sink.SigningKey;
import io.vidette.topology.sink.Webhook;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which web server receives the records, and how.
 *
 * @param url of the server, or {@code secret:NAME} for a secret that holds the URL
 * @param secret name of the secret that signs requests; absent if they are not signed
 * @param connectTimeout time limit for the connection
 * @param answerTimeout time limit for the answer, including the time to connect
 * @param batch most records in a request
 * @param retries of a request at most; absent if only {@code giveUpAfter} limits them
 * @param giveUpAfter time since the first attempt after which no retry starts
 */
public record WebhookOrder(
        String url,
        Optional<String> secret,
        Duration connectTimeout,
        Duration answerTimeout,
        int batch,
        OptionalInt retries,
        Duration giveUpAfter) {
    private static final String BY_SECRET = "secret:";
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /**
     * Looks up the secrets and validates the order.
     *
     * @throws UserError if a secret is missing, or too short to sign with
     * @throws IllegalArgumentException if the URL is invalid or a value is out of range; the message does not contain the
     *     URL
     */
    public WebhookReceiver resolve(NodeConfig config, FileSecrets secrets) {
        String address = url.startsWith(BY_SECRET) ? text(url.substring(BY_SECRET.length()), config, secrets) : url;
        Optional<SigningKey> key = secret.map(name -> signingKey(name, text(name, config, secrets)));
        RetrySchedule schedule = new RetrySchedule(retries, giveUpAfter, FIRST_PAUSE, LONGEST_PAUSE);
        return new WebhookReceiver(
                new Webhook(uri(address), key, connectTimeout, answerTimeout, batch, schedule), address);
    }

    private static URI uri(String address) {
        try {
            return new URI(address);
        } catch (URISyntaxException e) {
            // Without the cause, whose message holds the URL: its path and query may act as a password.
            throw new IllegalArgumentException("--url is not a URL: " + e.getReason());
        }
    }

    private static SigningKey signingKey(String name, String text) {
        try {
            return new SigningKey(text);
        } catch (IllegalArgumentException e) {
            throw new UserError("secret '" + name + "': " + e.getMessage() + "; use a longer one", e);
        }
    }

    private static String text(String name, NodeConfig config, FileSecrets secrets) {
        return secrets.findText(name)
                .orElseThrow(() -> new UserError("no secret '" + name + "'; put a line " + name + "=TEXT into "
                        + DataDirectory.secrets(config.data()) + ", or set " + FileSecrets.variable(name)));
    }
}
