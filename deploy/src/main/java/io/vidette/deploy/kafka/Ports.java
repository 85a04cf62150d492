package io.vidette.deploy.kafka;

import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/**
 * Tries ports before Kafka does: Kafka meets a taken port late, complains over pages and ends the process. Between the
 * trial and Kafka's own binding another process may still be faster; then Kafka's complaint is what is seen.
 */
final class Ports {
    private Ports() {}

    /**
     * The port itself, or a free one for 0.
     *
     * @param key of the configuration, for the message
     * @throws UserError naming the port and the key
     */
    static int check(String host, int port, String key) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            InetSocketAddress address = new InetSocketAddress(host, port);
            if (address.isUnresolved()) {
                throw new UnknownHostException(host);
            }
            socket.bind(address);
            return socket.getLocalPort();
        } catch (UnknownHostException e) {
            throw new UserError("embedded.host '" + host + "' is not a name of this machine", e);
        } catch (BindException e) {
            throw new UserError(
                    "port " + port + " on " + host + " is taken (" + e.getMessage() + "); stop what uses it or set "
                            + key,
                    e);
        } catch (IOException e) {
            throw new UserError("cannot listen on " + host + ":" + port + ": " + e.getMessage() + "; set " + key, e);
        }
    }
}
