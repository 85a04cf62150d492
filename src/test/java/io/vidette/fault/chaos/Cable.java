package io.vidette.fault.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The network between one process and the broker: a TCP proxy that can stop to deliver without a word, or break every
 * connection and refuse new ones. It listens where the process finds the broker's name: each process has a hosts file of
 * its own, in which {@code localhost} is another address of the loopback network.
 *
 * <p>Threading: owns {@code cable-ADDRESS} and two threads for each connection; may be used by any.
 */
final class Cable implements AutoCloseable {
    private enum State {
        WHOLE,
        SILENT,
        CUT
    }

    private final InetSocketAddress broker;
    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private State state = State.WHOLE;

    /**
     * Listens on the broker's port of another address.
     *
     * @param address such as {@code 127.0.0.2}
     */
    Cable(String address, int port) {
        broker = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try {
            server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getByName(address), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon("cable-" + address, this::accept);
    }

    /** Delivers again. */
    void mend() {
        become(State.WHOLE);
    }

    /** Nothing arrives any more, in either direction, and nobody is told. */
    void silence() {
        become(State.SILENT);
    }

    /** All connections break, and new ones are refused. */
    void cut() {
        become(State.CUT);
        sockets.forEach(Cable::close);
    }

    private void become(State next) {
        lock.lock();
        try {
            state = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits while nothing is delivered; whether the connection lives on. */
    private boolean passes() {
        lock.lock();
        try {
            while (state == State.SILENT) {
                changed.awaitUninterruptibly();
            }
            return state == State.WHOLE;
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                daemon("cable-connect", () -> connect(client));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void connect(Socket client) {
        sockets.add(client);
        Socket upstream = new Socket();
        sockets.add(upstream);
        try {
            if (!passes()) {
                throw new IOException("cut");
            }
            upstream.connect(broker);
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            daemon("cable-back", () -> pump(upstream, client));
            pump(client, upstream);
        } catch (IOException e) {
            end(client, upstream);
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[64 << 10];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0 && passes(); read = in.read(buffer)) {
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // One end is gone, and the other shall hear of it.
        } finally {
            end(from, to);
        }
    }

    private void end(Socket one, Socket other) {
        close(one);
        close(other);
        sockets.remove(one);
        sockets.remove(other);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone, which is what was wanted.
        }
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }
}
