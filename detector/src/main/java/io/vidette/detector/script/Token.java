package io.vidette.detector.script;

/**
 * A token of a program.
 *
 * @param text as it stands in the source; of a string, what is between its quotes
 */
record Token(Kind kind, String text) {
    /** What it is. */
    enum Kind {
        NAME,
        NUMBER,
        STRING,
        MARK,
        END
    }

    boolean isMark(String mark) {
        return kind == Kind.MARK && text.equals(mark);
    }

    boolean isName(String name) {
        return kind == Kind.NAME && text.equals(name);
    }

    @Override
    public String toString() {
        return switch (kind) {
            case END -> "the end of the line";
            case STRING -> "a text";
            default -> "'" + text + "'";
        };
    }
}
