package io.vidette.ingest.rtsp;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A request line and its headers. */
record RtspRequest(String method, String uri, Map<String, String> headers) {
    /** The next request; empty at the end. Interleaved packets from the client are skipped. */
    static Optional<RtspRequest> read(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return Optional.empty();
            }
            if (next == '$' && text.isEmpty()) {
                in.read();
                int length = in.read() << 8 | in.read();
                in.readNBytes(Math.max(0, length));
            } else {
                text.append((char) next);
            }
        }
        String[] lines = text.toString().strip().split("\r\n", -1);
        String[] first = lines[0].split(" ", -1);
        Map<String, String> headers = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).trim());
        }
        return Optional.of(new RtspRequest(first[0], first[1], headers));
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }
}
