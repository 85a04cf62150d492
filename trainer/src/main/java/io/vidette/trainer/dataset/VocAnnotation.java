package io.vidette.trainer.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The content of an annotation of Pascal VOC, unchecked.
 *
 * @param fileName of the picture; empty where it does not say
 * @param size of the picture; empty where it does not say, or says 0
 */
record VocAnnotation(String fileName, Optional<PictureSize> size, List<Row> rows) {
    /** Of one element; what comes after is passed over. */
    private static final int MAX_TEXT = 1000;

    private static final int MAX_DEPTH = 100;

    /**
     * An {@code <object>}.
     *
     * @param line where it starts
     * @param corners as text: xmin, ymin, xmax, ymax; empty where one is missing
     */
    record Row(int line, String name, List<String> corners, boolean isDifficult) {}

    /**
     * Reads a file.
     *
     * @throws XMLStreamException for what is no XML or is cut short
     */
    static VocAnnotation read(Path file) throws IOException, XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        // A label needs no document type, and one could make the parser fetch files or expand entities.
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try (InputStream bytes = Files.newInputStream(file)) {
            return new Reading(factory.createXMLStreamReader(bytes)).document();
        }
    }

    /** Reads the file once. Elements are identified by their path, because parts of an object have boxes too. */
    private static final class Reading {
        private final XMLStreamReader xml;
        private final Deque<String> path = new ArrayDeque<>();
        private final StringBuilder text = new StringBuilder();
        private final List<Row> rows = new ArrayList<>();
        private String fileName = "";
        private int width;
        private int height;
        private int line;
        private String name = "";
        private String[] corners = {"", "", "", ""};
        private boolean isDifficult;

        Reading(XMLStreamReader xml) {
            this.xml = xml;
        }

        VocAnnotation document() throws XMLStreamException {
            while (xml.hasNext()) {
                switch (xml.next()) {
                    case XMLStreamConstants.START_ELEMENT -> start(xml.getLocalName());
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                        if (text.length() < MAX_TEXT) {
                            text.append(xml.getText());
                        }
                    }
                    case XMLStreamConstants.END_ELEMENT -> {
                        end(String.join("/", path), text.toString().strip());
                        path.removeLast();
                        text.setLength(0);
                    }
                    default -> {}
                }
            }
            Optional<PictureSize> size =
                    width > 0 && height > 0 ? Optional.of(new PictureSize(width, height)) : Optional.empty();
            return new VocAnnotation(fileName, size, List.copyOf(rows));
        }

        private void start(String element) throws XMLStreamException {
            if (path.size() == MAX_DEPTH) {
                throw new XMLStreamException("elements nested too deep");
            }
            path.addLast(element);
            text.setLength(0);
            if (element.equals("object") && path.size() == 2) {
                line = xml.getLocation().getLineNumber();
                name = "";
                corners = new String[] {"", "", "", ""};
                isDifficult = false;
            }
        }

        private void end(String element, String content) {
            switch (element) {
                case "annotation/filename" -> fileName = content;
                case "annotation/size/width" -> width = pixels(content);
                case "annotation/size/height" -> height = pixels(content);
                case "annotation/object/name" -> name = content;
                case "annotation/object/difficult" -> isDifficult = content.equals("1");
                case "annotation/object/bndbox/xmin" -> corners[0] = content;
                case "annotation/object/bndbox/ymin" -> corners[1] = content;
                case "annotation/object/bndbox/xmax" -> corners[2] = content;
                case "annotation/object/bndbox/ymax" -> corners[3] = content;
                case "annotation/object" -> rows.add(new Row(line, name, List.of(corners), isDifficult));
                default -> {}
            }
        }

        private static int pixels(String content) {
            try {
                return Integer.parseInt(content);
            } catch (NumberFormatException e) {
                return 0;
            }
        }
    }
}
