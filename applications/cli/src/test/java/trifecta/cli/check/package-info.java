@NullMarked
package trifecta.cli.check;

import org.jspecify.annotations.NullMarked;
