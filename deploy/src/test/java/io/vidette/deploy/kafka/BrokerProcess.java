package io.vidette.deploy.kafka;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** An embedded broker in a process of its own, which can be killed. */
final class BrokerProcess {
    private static final String SERVES = "serves at ";

    private final Process process;
    private final String bootstrapServers;

    private BrokerProcess(Process process, String bootstrapServers) {
        this.process = process;
        this.bootstrapServers = bootstrapServers;
    }

    /** Returns when the broker serves. */
    static BrokerProcess start(Path directory) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerProcess.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = output.readLine();
        if (line == null || !line.startsWith(SERVES)) {
            process.destroyForcibly();
            throw new IllegalStateException("the broker's process said " + line);
        }
        return new BrokerProcess(process, line.substring(SERVES.length()));
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    public static void main(String[] arguments) throws InterruptedException {
        EmbeddedKafka kafka = EmbeddedKafka.start(new EmbeddedKafkaSettings("localhost", 0, 0), Path.of(arguments[0]));
        System.out.println(SERVES + kafka.bootstrapServers());
        Thread.currentThread().join();
    }
}
