package io.vidette.topology.stream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DeadThreadsCloseTest {
    /** A step back of the clock makes an answer come as late, and nothing is begun anew before this has closed. */
    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void closesWhileABrokerDoesNotAnswer() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Map<String, Object> client = Map.of("bootstrap.servers", "127.0.0.1:" + silent.getLocalPort());
            DeadThreads dead = new DeadThreads(client, "detect", "node", () -> Set.of(1));
            dead.clear(UUID.randomUUID());
            dead.close();
        }
    }
}
