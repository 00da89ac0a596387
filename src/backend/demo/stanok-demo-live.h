/* stanok-demo-live.h: what goes on in the factory while somebody looks
 *
 * New orders arrive; colleagues at other kiosks take them, report, and finish,
 * through the same requests as everybody.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mes/stanok-mes-office.h"

G_BEGIN_DECLS

typedef struct _StanokDemoLive StanokDemoLive;

/* Enrols the colleagues' kiosks. @random: not the demo's seed, or every start would do the same. */
StanokDemoLive *stanok_demo_live_new  (StanokMes *mes,
                                       guint32    random,
                                       GError   **error) G_GNUC_WARN_UNUSED_RESULT;
void            stanok_demo_live_free (StanokDemoLive *self);
/* Does one thing. Returns: ms until the next. */
gint64          stanok_demo_live_step (StanokDemoLive *self, StanokMes *mes, gint64 now_ms);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StanokDemoLive, stanok_demo_live_free)

G_END_DECLS
