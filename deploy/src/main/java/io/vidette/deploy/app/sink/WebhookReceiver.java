package io.vidette.deploy.app.sink;

import io.vidette.topology.sink.Webhook;

/**
 * A web server that receives records, with its secrets looked up.
 *
 * @param address complete URL, which names the consumer group and may act as a password
 */
public record WebhookReceiver(Webhook webhook, String address) {
    /** Returns whether requests are signed. */
    public boolean isSigned() {
        return webhook.key().isPresent();
    }

    /** Scheme, host and port. */
    @Override
    public String toString() {
        return webhook.toString();
    }
}
