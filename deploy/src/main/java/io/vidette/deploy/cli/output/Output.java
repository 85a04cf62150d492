package io.vidette.deploy.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vidette.topology.serde.Json;
import java.io.PrintWriter;
import java.util.List;

/**
 * Where a command reports: the report itself on stdout, as text or as one JSON object per line, and what is said about it
 * on stderr.
 */
public final class Output {
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean json;

    public Output(PrintWriter out, PrintWriter err, boolean json) {
        this.out = out;
        this.err = err;
        this.json = json;
    }

    public boolean isJson() {
        return json;
    }

    /** A line for people. Not part of the report when that is JSON, so it goes to stderr then. */
    public void say(String line) {
        (json ? err : out).println(line);
        (json ? err : out).flush();
    }

    /** A line that must be seen, and kept apart from the report. */
    public void warn(String line) {
        err.println("warning: " + line);
        err.flush();
    }

    /** An object of the report; nothing where the report is text. */
    public void object(Object object) {
        if (!json) {
            return;
        }
        try {
            out.println(Json.mapper().writeValueAsString(object));
            out.flush();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write a report as JSON", e);
        }
    }

    /** Rows of the same length, the first being the head; nothing where the report is JSON. */
    public void table(List<List<String>> rows) {
        if (json || rows.isEmpty()) {
            return;
        }
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
            }
            out.println(line.toString().stripTrailing());
        }
        out.flush();
    }
}
