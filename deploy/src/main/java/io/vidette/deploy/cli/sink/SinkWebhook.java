package io.vidette.deploy.cli.sink;

import io.vidette.deploy.app.sink.SinkJob;
import io.vidette.deploy.app.sink.SinkOrder;
import io.vidette.deploy.app.sink.SinkReport;
import io.vidette.deploy.app.sink.WebhookOrder;
import io.vidette.deploy.app.sink.WebhookReceiver;
import io.vidette.deploy.cli.option.ClusterOptions;
import io.vidette.deploy.cli.option.UntilStopped;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.topology.config.Durations;
import io.vidette.topology.fault.UserError;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Records to a web server. */
@Command(
        name = "webhook",
        description = {
            "POST records as JSON, in order for each camera, at least once.",
            "A retry has the same Idempotency-Key. 5xx, 408, 429 and a missing response are retried, after growing",
            "pauses or the pause of Retry-After. After any other response but 2xx, or no success in time, the record",
            "becomes a dead letter. Redirects are not followed.",
            "With --secret, X-Vidette-Signature is t=SECONDS,v1=HEX: the HMAC-SHA256 of SECONDS, a dot and the body."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  VIDETTE_SECRET_DOOR=... vidette sink webhook --url https://example.com/hook --secret door --type new",
            "  vidette sink webhook --url http://localhost:9000/ --from earliest --batch 50 --give-up-after 10m"
        })
final class SinkWebhook implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ClusterOptions common;

    @Mixin
    private SinkOptions options;

    @Option(
            names = "--url",
            required = true,
            paramLabel = "URL",
            description =
                    "URL of the server, https:// or http://; logs show only its host. secret:NAME reads the URL from a"
                            + " secret and so keeps it out of the process list.")
    private String url;

    @Option(
            names = "--secret",
            paramLabel = "NAME",
            description = "Name of the secret that signs requests: a line NAME=TEXT in DATA/secrets.properties, or"
                    + " VIDETTE_SECRET_NAME (default: requests are not signed).")
    private @Nullable String secret;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "1",
            description = "Maximum records per request; above 1, a JSON array, and X-Vidette-Records lists them"
                    + " (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--connect-timeout",
            paramLabel = "TIME",
            defaultValue = "5s",
            description = "Timeout of connecting (default: ${DEFAULT-VALUE}).")
    private String connectTimeout;

    @Option(
            names = "--answer-timeout",
            paramLabel = "TIME",
            defaultValue = "10s",
            description = "Timeout of the response, including the time to connect (default: ${DEFAULT-VALUE}).")
    private String answerTimeout;

    @Option(
            names = "--retries",
            paramLabel = "N",
            description = "Retries per request (default: as many as --give-up-after allows).")
    private @Nullable Integer retries;

    @Option(
            names = "--give-up-after",
            paramLabel = "TIME",
            defaultValue = "1h",
            description = "Time to retry a record, while later records wait (default: ${DEFAULT-VALUE}).")
    private String giveUpAfter;

    @Override
    public void run() {
        SinkOrder order = options.order();
        NodeConfig config = common.load();
        WebhookReceiver receiver = receiver(config);
        try (SinkJob job = SinkJob.toWebhook(config, order, receiver)) {
            if (!receiver.isSigned()) {
                common.output().warn("requests to " + receiver + " are not signed; name a secret with --secret");
            }
            UntilStopped.run("sink", () -> report(config, order, receiver, job), job::stop);
        }
    }

    private WebhookReceiver receiver(NodeConfig config) {
        try {
            WebhookOrder order = new WebhookOrder(
                    url,
                    Optional.ofNullable(secret),
                    Durations.parse(connectTimeout),
                    Durations.parse(answerTimeout),
                    batch,
                    retries == null ? OptionalInt.empty() : OptionalInt.of(retries),
                    Durations.parse(giveUpAfter));
            return order.resolve(config, common.secrets(config));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private void report(NodeConfig config, SinkOrder order, WebhookReceiver receiver, SinkJob job) {
        SinkReport report = SinkProgress.show(job);
        common.output().object(report);
        common.output().say(report.topic() + " to " + receiver + ": " + job.counts());
        long refused = report.deadLettered();
        if (order.once() && refused > 0) {
            throw new UserError((refused == 1 ? "1 record was" : refused + " records were") + " not taken by "
                    + receiver + "; see " + config.topics().names().deadLetters() + " for the causes");
        }
    }
}
