package io.vidette.trainer.dataset;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.vidette.topology.fault.FileFault;
import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a file of COCO token by token, so that files of any size can be read and errors name the line. */
final class CocoJson implements AutoCloseable {
    private static final JsonFactory JSON = new JsonFactory();

    private final Path file;
    private final JsonParser parser;

    private CocoJson(Path file, JsonParser parser) {
        this.file = file;
        this.parser = parser;
    }

    /** What is done with an open file. */
    interface Reading<T> {
        T read(CocoJson json) throws IOException;
    }

    /**
     * Opens, reads, closes.
     *
     * @throws UserError in one line for a file that is not there or is not JSON
     */
    static <T> T reading(Path file, Reading<T> reading) {
        if (!Files.isRegularFile(file)) {
            throw new UserError(file + ": there is no such file; check the path");
        }
        try (CocoJson json = new CocoJson(file, JSON.createParser(file.toFile()))) {
            return reading.read(json);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw new UserError(
                    file + (at == null ? "" : ":" + at.getLineNr()) + ": not valid JSON: "
                            + e.getOriginalMessage().lines().findFirst().orElse(""),
                    e);
        } catch (IOException e) {
            throw new UserError(file + ": cannot be read: " + FileFault.inWords(e), e);
        }
    }

    JsonToken next() throws IOException {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw error("the file ends too early");
        }
        return token;
    }

    /** Moves on and wants this. */
    void expect(JsonToken token, String otherwise) throws IOException {
        if (next() != token) {
            throw error(otherwise);
        }
    }

    /** The next field of an object; empty at its end. */
    String field() throws IOException {
        String name = parser.nextFieldName();
        return name == null ? "" : name;
    }

    /** Reads over the value that follows. */
    void skip() throws IOException {
        next();
        parser.skipChildren();
    }

    long id(String name) throws IOException {
        if (next() != JsonToken.VALUE_NUMBER_INT) {
            throw error(name + " must be a whole number");
        }
        return parser.getLongValue();
    }

    double number(String name) throws IOException {
        if (!next().isNumeric()) {
            throw error(name + " must be a number");
        }
        return parser.getDoubleValue();
    }

    /** A flag as COCO writes it: 0 or 1, or true or false. */
    boolean flag(String name) throws IOException {
        JsonToken token = next();
        if (token.isBoolean()) {
            return token == JsonToken.VALUE_TRUE;
        }
        if (!token.isNumeric()) {
            throw error(name + " must be 0 or 1");
        }
        return parser.getDoubleValue() != 0;
    }

    String text(String name) throws IOException {
        if (!next().isScalarValue()) {
            throw error(name + " must be a text");
        }
        return parser.getText();
    }

    /** Left, top, width, height into the first four places. */
    void box(double[] box) throws IOException {
        expect(JsonToken.START_ARRAY, "bbox must be four numbers");
        for (int i = 0; i < 4; i++) {
            box[i] = number("bbox");
        }
        expect(JsonToken.END_ARRAY, "bbox must be four numbers");
    }

    int line() {
        return parser.currentLocation().getLineNr();
    }

    UserError error(String what) {
        return new UserError(file + ":" + line() + ": " + what);
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
