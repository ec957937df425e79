/**
 * Backups of a PostgreSQL server and its recovery to a point in time: base backups, the archive of its log, restores behind a fence, what
 * may be pruned. Knows servers and folders, not how a stack on this machine is made, and nothing of what is merged but production's cursors.
 * See {@code docs/decisions/0012-backup.md}.
 */
@NullMarked
package trifecta.cli.pitr;

import org.jspecify.annotations.NullMarked;
